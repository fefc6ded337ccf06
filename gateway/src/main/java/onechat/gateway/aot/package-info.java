/** The AOT cache: what the JVM keeps of a server's first minute, so that the next start need not find it out again. */
@NullMarked
package onechat.gateway.aot;

import org.jspecify.annotations.NullMarked;
