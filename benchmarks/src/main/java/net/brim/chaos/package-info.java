/**
 * {@code ./chaos}: a server, clients that use it, and what happens to it meanwhile; prints tables.
 */
@org.jspecify.annotations.NullMarked
package net.brim.chaos;
