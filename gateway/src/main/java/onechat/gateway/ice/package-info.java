/** Which STUN and TURN servers a user is told of, and the credentials for them. */
@NullMarked
package onechat.gateway.ice;

import org.jspecify.annotations.NullMarked;
