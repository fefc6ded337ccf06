/** What the server is compared with: the same relay as others would build it, and the one run that measures all in turns. Never shipped. */
@NullMarked
package onechat.gateway.baseline;

import org.jspecify.annotations.NullMarked;
