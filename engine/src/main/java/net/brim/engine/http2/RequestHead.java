package net.brim.engine.http2;

import net.brim.engine.http.Target;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request head and what it says about the rest of the message.
 *
 * @param scheme as the client sent it, {@code http} or {@code https}
 * @param fields the authority is among them, as {@code host}
 * @param contentLength of the body in bytes, 0 where there is none, -1 where it is not announced
 * @param expectContinue whether the client waits for a 100 before it sends the body
 * @param protocol what an extended CONNECT asks for (RFC 8441), null for any other request
 */
record RequestHead(
    String method,
    String scheme,
    Target target,
    Fields fields,
    long contentLength,
    boolean expectContinue,
    @Nullable String protocol) {}
