/** ONECHAT/1.0 for everyone: frames, commands, messages, their codecs, error codes and limits. */
@NullMarked
package onechat.protocol;

import org.jspecify.annotations.NullMarked;
