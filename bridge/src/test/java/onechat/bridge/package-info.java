/** Proves what the WebSocket edge does on the wire, with real clients and raw sockets. */
@NullMarked
package onechat.bridge;

import org.jspecify.annotations.NullMarked;
