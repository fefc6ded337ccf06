/** The process: command line, options, and the order in which the server starts and stops. */
@NullMarked
package onechat.gateway;

import org.jspecify.annotations.NullMarked;
