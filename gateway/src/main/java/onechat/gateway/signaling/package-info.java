/** The heart: rooms, calls, and who may say what to whom; no I/O, no threads, no JSON. */
@NullMarked
package onechat.gateway.signaling;

import org.jspecify.annotations.NullMarked;
