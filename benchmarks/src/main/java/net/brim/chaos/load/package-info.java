/**
 * Clients of many kinds that use a server at once and verify every answer: what was sent, what came
 * back, what was lost and how, and for how long nobody was answered.
 */
@org.jspecify.annotations.NullMarked
package net.brim.chaos.load;
