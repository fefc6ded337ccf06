/** From a signed token to a user's id, and the keys that tokens are checked and signed with. */
@NullMarked
package onechat.gateway.token;

import org.jspecify.annotations.NullMarked;
