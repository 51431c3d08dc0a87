/** What runs inside of the server under chaos; it sees the API only. */
@org.jspecify.annotations.NullMarked
package net.brim.chaos.app;
