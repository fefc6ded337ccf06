/** The whole server on real sockets, as its clients meet it. */
@NullMarked
package onechat.gateway.system;

import org.jspecify.annotations.NullMarked;
