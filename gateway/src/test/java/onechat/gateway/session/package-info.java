/** Tests of sessions: logins, limits, ends and outboxes, on connections whose network is a list. */
@NullMarked
package onechat.gateway.session;

import org.jspecify.annotations.NullMarked;
