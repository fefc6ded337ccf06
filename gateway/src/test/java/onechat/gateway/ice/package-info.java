@NullMarked
package onechat.gateway.ice;

import org.jspecify.annotations.NullMarked;
