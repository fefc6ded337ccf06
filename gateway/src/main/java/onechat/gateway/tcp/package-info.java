/** The TCP edge: sockets in, payloads out, and back (contract section 1.1). */
@NullMarked
package onechat.gateway.tcp;

import org.jspecify.annotations.NullMarked;
