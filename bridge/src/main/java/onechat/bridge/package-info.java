/** The WebSocket edge: carries payloads between browsers and whoever accepts connections, and serves the page they call from. */
@NullMarked
package onechat.bridge;

import org.jspecify.annotations.NullMarked;
