/** From payload to a logged-in user's command, and from message to a bounded outbox. */
@NullMarked
package onechat.gateway.session;

import org.jspecify.annotations.NullMarked;
