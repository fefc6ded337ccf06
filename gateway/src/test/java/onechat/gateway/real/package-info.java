/** Programs beside the server that tests run for real. */
@NullMarked
package onechat.gateway.real;

import org.jspecify.annotations.NullMarked;
