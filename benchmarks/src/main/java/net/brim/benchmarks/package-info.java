/** Side-by-side load tests: what they start, how they measure, what they print. */
@org.jspecify.annotations.NullMarked
package net.brim.benchmarks;
