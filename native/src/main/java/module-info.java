/** The operating system: the only code of Brim that calls libc. */
@org.jspecify.annotations.NullMarked
module net.brim.os {
  requires jdk.unsupported;
  requires static transitive org.jspecify;

  exports net.brim.os;
  exports net.brim.os.service;
}
