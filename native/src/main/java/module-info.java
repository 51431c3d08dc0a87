/** The operating system: the only code of Brim that calls libc. */
@org.jspecify.annotations.NullMarked
module net.brim.os {
  requires static transitive org.jspecify;

  exports net.brim.os;
}
