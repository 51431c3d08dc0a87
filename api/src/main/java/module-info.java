/**
 * What applications compile against: the app interfaces and the values that they exchange with the
 * server.
 */
@org.jspecify.annotations.NullMarked
module net.brim.api {
  requires transitive org.slf4j;
  requires static transitive org.jspecify;

  exports net.brim.api;
  exports net.brim.api.form;
}
