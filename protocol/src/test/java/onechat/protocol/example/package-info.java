/** The example of the README, compiled and run, and a check that the README says the same. */
@NullMarked
package onechat.protocol.example;

import org.jspecify.annotations.NullMarked;
