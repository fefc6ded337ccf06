/** Real peers for end-to-end calls: pages in a headless Chromium, and a native WebRTC stack. */
@NullMarked
package onechat.gateway.peer;

import org.jspecify.annotations.NullMarked;
