/** What is measured: the same four answers in each server, and the apps for Brim. */
@org.jspecify.annotations.NullMarked
package net.brim.benchmarks.servers;
