package onechat.gateway.baseline;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onechat.protocol.CommandDecoder;
import onechat.protocol.MessageEncoder;

/**
 * The relay on Netty's event loops and native epoll, with the project's own codec: logins by name, calls of two, offers, answers and candidates
 * with their acks, and nothing else. Started and stopped by one thread.
 *
 * <p>It keeps no sessions, asks no directory, limits no rates and watches no time: what differs from the server besides these is how sockets are
 * read and written. It is bound as the server is in what it reads (65,536 octets a payload) and in what waits for a client (1 MiB).
 */
public final class NettyRelay implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int READ_BYTES = 8_192;
    private static final int MAX_WAITING_BYTES = 1_048_576;

    private final Map<String, People.User> people;
    private final RelayRooms rooms = new RelayRooms();
    private final CommandDecoder decoder = new CommandDecoder();
    private final MessageEncoder encoder = new MessageEncoder();
    private final IoEventLoopGroup loops;
    private final Channel listening;

    /**
     * Serves on a free port of the loopback address.
     *
     * @param eventLoops how many threads; the cores that there are is what Netty itself would take at most
     */
    NettyRelay(People people, int eventLoops) {
        this.people = people.byName();
        this.loops = new MultiThreadIoEventLoopGroup(eventLoops, EpollIoHandler.newFactory());
        this.listening = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(MAX_WAITING_BYTES / 2, MAX_WAITING_BYTES))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new NettyConnection(NettyRelay.this, accepted));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** Those who may log in, by their names. */
    Map<String, People.User> people() {
        return people;
    }

    RelayRooms rooms() {
        return rooms;
    }

    CommandDecoder decoder() {
        return decoder;
    }

    MessageEncoder encoder() {
        return encoder;
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Starts it in a process of its own. */
    static MeasuredServer start(Workplace workplace) throws IOException {
        // As its engineers would have it in production, on a JDK that warns of what Netty uses.
        List<String> java = workplace.javaThatServes(
                "--sun-misc-unsafe-memory-access=allow", "-Dio.netty.leakDetection.level=disabled");
        Path people = workplace.people();
        List<String> command = Workplace.run(java, NettyRelay.class, people.toString());
        return MeasuredServer.start(command, people, workplace.folder().resolve("netty.log"));
    }

    /** Serves the users of a people file until standard input ends, on as many event loops as there are cores. */
    public static void main(String[] arguments) throws IOException {
        People people = People.read(Path.of(arguments[0]));
        try (NettyRelay relay = new NettyRelay(people, Runtime.getRuntime().availableProcessors())) {
            System.out.println("ready 127.0.0.1:" + relay.address().getPort());
            while (System.in.read() >= 0) {
                // only its end says something
            }
        }
    }
}
