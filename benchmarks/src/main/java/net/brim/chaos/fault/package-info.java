/** What is done to a server while clients use it, and what is expected of it then. */
@org.jspecify.annotations.NullMarked
package net.brim.chaos.fault;
