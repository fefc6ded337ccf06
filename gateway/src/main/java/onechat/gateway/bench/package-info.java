/** A load generator for planning capacity: users, relays, connections and calls against a running server, and what they cost. */
@NullMarked
package onechat.gateway.bench;

import org.jspecify.annotations.NullMarked;
