/** Tests of the commands with which an operator changes users and rooms. */
@NullMarked
package onechat.gateway.command;

import org.jspecify.annotations.NullMarked;
