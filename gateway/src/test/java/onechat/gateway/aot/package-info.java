/** Tests of what the AOT cache is made from. */
@NullMarked
package onechat.gateway.aot;

import org.jspecify.annotations.NullMarked;
