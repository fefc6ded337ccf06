/** Tests of the native client against a server that plays a script on a real socket. */
@NullMarked
package onechat.protocol.client;

import org.jspecify.annotations.NullMarked;
