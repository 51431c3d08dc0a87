/** The server under chaos: its configuration, its commands, its processes, its log. */
@org.jspecify.annotations.NullMarked
package net.brim.chaos.site;
