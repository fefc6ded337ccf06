/** Tests of the codec, by the vectors, by properties and by example. */
@NullMarked
package onechat.protocol;

import org.jspecify.annotations.NullMarked;
