/** What a transport and the server behind it agree on: an edge turns octets into payloads and payloads into octets, nothing more. */
@NullMarked
package onechat.protocol.connection;

import org.jspecify.annotations.NullMarked;
