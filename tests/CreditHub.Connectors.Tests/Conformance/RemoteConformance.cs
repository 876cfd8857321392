using System.Globalization;
using System.Text;
using CreditHub.Connectors.Decoders.Csv;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Connectors.Tests.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>Files on real SFTP and FTP servers; one server for all suppliers of a class, a directory for each.</summary>
public abstract class RemoteConformance(RemoteConformance.Place place) : SourceConformance
{
    protected abstract RemoteKind Kind { get; }

    protected override bool IgnoresCursors => true;

    protected override async Task<ScriptedSupplier> StartAsync() => new Server(await place.OpenAsync(Kind));

    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) =>
        fault == SupplierFault.Cut ? [FailureKind.Transient] : base.KindsOf(fault);

    public sealed class Sftp(Place place) : RemoteConformance(place), IClassFixture<Place>
    {
        protected override RemoteKind Kind => RemoteKind.Sftp;
    }

    public sealed class Ftp(Place place) : RemoteConformance(place), IClassFixture<Place>
    {
        protected override RemoteKind Kind => RemoteKind.Ftp;
    }

    /// <summary>Everything once, and each fault; the rest is as over FTP, where <c>curl</c> says the same without TLS in half the time.</summary>
    public sealed class Ftps(Place place) : RemoteConformance(place), IClassFixture<Place>
    {
        private static readonly string[] Tried = [nameof(Everything_comes_and_comes_once), nameof(A_fault_has_its_kind_and_nothing_is_lost_when_it_heals), nameof(Giving_up_on_a_slow_supplier_takes_no_time)];

        protected override RemoteKind Kind => RemoteKind.Ftps;

        protected override Task<ScriptedSupplier> StartAsync()
        {
            Assert.SkipUnless(Whole || Tried.Contains(TestContext.Current.TestMethod?.MethodName), "tried where the large run is asked for (CREDITHUB_CONFORMANCE_ROWS)");
            return base.StartAsync();
        }
    }

    public enum RemoteKind
    {
        Sftp,
        Ftp,
        Ftps,
    }

    /// <summary>The server, started by the first who asks.</summary>
    public sealed class Place : IAsyncDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private SshServer? _ssh;
        private FtpServer? _ftp;
        private SecretFile? _secret;
        private int _count;

        internal async Task<(string Home, int Port, Func<int?, bool, string> Settings)> OpenAsync(RemoteKind kind)
        {
            bool ssh = kind == RemoteKind.Sftp;
            await _turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                _ssh ??= ssh ? await Servers.SshAsync() : null;
                _ftp ??= ssh ? null : await Servers.FtpAsync(kind == RemoteKind.Ftp ? FtpServerKind.Plain : FtpServerKind.ExplicitTls);
                _secret ??= new SecretFile(FtpServer.Password);
            }
            finally
            {
                _turn.Release();
            }

            string folder = "s" + Interlocked.Increment(ref _count), home = Path.Combine(ssh ? _ssh!.Home : _ftp!.Home, folder);
            Directory.CreateDirectory(home);
            string secure = kind == RemoteKind.Ftps ? $",\"certificateAuthority\":\"{_ftp!.Certificate}\"" : "";
            return (home, ssh ? _ssh!.Port : _ftp!.Port, (port, known) => ssh
                ? Servers.Sftp(_ssh!, "home/" + folder, port, known ? null : _ssh!.StrangeKey, more: ",\"afterwards\":\"move\"")
                : $$"""{"kind":"{{kind}}"{{secure}},"host":"127.0.0.1","port":{{port ?? _ftp!.Port}},"user":"{{(known ? FtpServer.User : "stranger")}}","password":"file:{{_secret!.Path}}","directory":"{{folder}}","afterwards":"move"}""");
        }

        public async ValueTask DisposeAsync()
        {
            _turn.Dispose();
            _secret?.Dispose();
            await (_ssh?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_ftp?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private sealed class Server((string Home, int Port, Func<int?, bool, string> Settings) place) : ScriptedSupplier
    {
        /// <summary>Not even the log-in and the first list are through by then.</summary>
        private const int Passing = 500;
        private CuttingRelay? _relay;
        private readonly Directories _files = new();
        private IReadOnlyList<int> _numbers = [];
        private SupplierFault _fault;

        public override IPayloadDecoder Decoder { get; } = new CsvKind().Create("x", Decoded.Settings("""{"encoding":"utf-8","separator":","}"""));

        public override IReadOnlySet<SupplierFault> Faults { get; } = new HashSet<SupplierFault>
        {
            SupplierFault.Unreachable, SupplierFault.Unauthorised, SupplierFault.Cut, SupplierFault.Slow, SupplierFault.WrongType, SupplierFault.HugeField, SupplierFault.Repeated,
        };

        public override int Overlap => 0;

        public override ISource Open() => new FileDropKind(_files.Root, TimeProvider.System, NullLogger<FileDropKind>.Instance).Create("tax", Decoded.Settings(
            $$"""{"directory":"in","pattern":"*.csv","doneFile":"{stem}.ok","remote":{{place.Settings(_fault == SupplierFault.Unreachable ? 9 : _relay?.Port, _fault != SupplierFault.Unauthorised)}}}"""));

        public override Task HoldAsync(IReadOnlyList<int> numbers)
        {
            _numbers = numbers;
            int size = Math.Max(20, numbers.Count / 4);
            for (int i = 0; i < numbers.Count; i += size)
            {
                Write(i / size, Text(numbers.Skip(i).Take(size)));
            }

            return Task.CompletedTask;
        }

        public override Task BreakAsync(SupplierFault fault)
        {
            _fault = fault;
            switch (fault)
            {
                case SupplierFault.Cut or SupplierFault.Slow:
                    _relay = new CuttingRelay(place.Port, Passing, silent: fault == SupplierFault.Slow);
                    break;
                case SupplierFault.WrongType:
                    Write(1, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\0");
                    break;
                case SupplierFault.HugeField:
                    Write(1, Text([20]).Replace("甲", new string('a', HugeBytes), StringComparison.Ordinal));
                    break;
                case SupplierFault.Repeated:
                    Write(9, Text(_numbers.Take(20)));
                    break;
                case SupplierFault.None:
                    _relay?.Dispose();
                    _relay = null;
                    File.Delete(_files.In("in", Name(1))); // what was fetched of it is refused in the hub and put away
                    Write(1, Text(_numbers.Skip(20)));
                    break;
            }

            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _relay?.Dispose();
            _files.Dispose();
            return base.DisposeAsync();
        }

        private static string Text(IEnumerable<int> numbers) =>
            numbers.Aggregate(new StringBuilder("n,名称\r\n"), (text, n) => text.Append(n).Append(",甲公司\r\n")).ToString();

        private static string Name(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:0000}.csv");

        private void Write(int part, string text)
        {
            File.WriteAllText(Path.Combine(place.Home, Name(part)), text);
            File.WriteAllBytes(Path.Combine(place.Home, Path.ChangeExtension(Name(part), ".ok")), []);
        }
    }
}
