/** Tests of the TCP edge, on real sockets. */
@NullMarked
package onechat.gateway.tcp;

import org.jspecify.annotations.NullMarked;
