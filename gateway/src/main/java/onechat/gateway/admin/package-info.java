/** Health and metrics on a port of its own, for whoever watches over the process. */
@NullMarked
package onechat.gateway.admin;

import org.jspecify.annotations.NullMarked;
