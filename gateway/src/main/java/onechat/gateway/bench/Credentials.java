package onechat.gateway.bench;

import onechat.gateway.bench.People.Person;
import onechat.protocol.Command;

/** What somebody logs in with. Used by many threads at once. */
@FunctionalInterface
interface Credentials {
    Command.Credentials of(Person person);
}
