/** Tests of the heart: the state tables of the contract's section 5, by example and by property. */
@NullMarked
package onechat.gateway.signaling;

import org.jspecify.annotations.NullMarked;
