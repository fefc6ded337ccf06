/** Tests of the commands that measure a running server. */
@NullMarked
package onechat.gateway.bench;

import org.jspecify.annotations.NullMarked;
