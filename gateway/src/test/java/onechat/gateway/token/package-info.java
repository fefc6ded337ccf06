/** Tests of tokens, and keys to test with. */
@NullMarked
package onechat.gateway.token;

import org.jspecify.annotations.NullMarked;
