/**
 * Tests from outside: each starts the built {@code brimd} in a home directory of its own and looks
 * at it with the programs that its users have.
 */
@org.jspecify.annotations.NullMarked
package net.brim.it;
