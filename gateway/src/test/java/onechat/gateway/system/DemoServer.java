package onechat.gateway.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.Endpoints;
import onechat.gateway.RunningServer;
import onechat.gateway.Server;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import onechat.gateway.directory.DirectoryOptions;

/** The real server, with the demo's users and rooms unless told otherwise, on free ports, with a clock that the test moves. Used by one thread. */
final class DemoServer implements AutoCloseable {
    private final ManualClock clock = new ManualClock();
    private final List<Client> clients = new ArrayList<>();
    private final RunningServer server;

    DemoServer() throws StartException {
        this(options());
    }

    DemoServer(ServerOptions.Builder options) throws StartException {
        this(options, InstantSource.system());
    }

    /** With another clock for the time of day. */
    DemoServer(ServerOptions.Builder options, InstantSource timeOfDay) throws StartException {
        server = Server.start(options.build(), clock, timeOfDay);
    }

    /** The demo on free ports; the clock stands still, so no command is ever paid for but by a test that moves it. */
    static ServerOptions.Builder options() {
        return new ServerOptions.Builder()
                .demo(true)
                .tcpPort(0)
                .httpPort(0)
                .adminPort(0)
                .commandRate(0);
    }

    /** The same with the users and rooms of a database in place of the demo's. */
    static ServerOptions.Builder options(DirectoryOptions directory) {
        return options().demo(false).database(database -> database.withUrl(directory.url())
                .withUser(directory.user())
                .withPassword(directory.password().get()));
    }

    Endpoints endpoints() {
        return server.endpoints();
    }

    ManualClock clock() {
        return clock;
    }

    /** A client that is connected and not logged in; it is closed with the server. */
    Client connect(Transport transport) throws IOException {
        Client client = new Client(transport.connect(endpoints()));
        clients.add(client);
        return client;
    }

    /** A client that is logged in as a user of the demo, with a device of that name. */
    Client login(Transport transport, String user, String device) throws IOException {
        Client client = connect(transport);
        client.logsIn(user, device);
        return client;
    }

    /** How many connections it takes for open. */
    int connections() {
        return gauge("connections");
    }

    /** How many sessions it keeps whose connection is lost. */
    int sessionsAway() {
        return gauge("sessions{state=\"away\"}");
    }

    private int gauge(String name) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return (int) Scrape.of(http, endpoints().admin()).value(name);
        }
    }

    void stop() {
        server.stop();
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
        server.stop();
    }
}
