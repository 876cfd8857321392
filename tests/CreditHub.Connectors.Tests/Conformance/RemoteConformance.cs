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
    protected abstract bool Ssh { get; }

    protected override async Task<ScriptedSupplier> StartAsync() => new Server(await place.OpenAsync(Ssh));

    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) =>
        fault == SupplierFault.Cut ? [FailureKind.Transient] : base.KindsOf(fault);

    public sealed class Sftp(Place place) : RemoteConformance(place), IClassFixture<Place>
    {
        protected override bool Ssh => true;
    }

    /// <summary>Where the large run is asked for: <c>curl</c> logs in for each thing to do, which takes its time, and the inbox is the same as over SFTP.</summary>
    public sealed class Ftp(Place place) : RemoteConformance(place), IClassFixture<Place>
    {
        protected override bool Ssh => false;

        protected override Task<ScriptedSupplier> StartAsync()
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CREDITHUB_CONFORMANCE_ROWS") is null, "set CREDITHUB_CONFORMANCE_ROWS to try FTP too");
            return base.StartAsync();
        }
    }

    /// <summary>The server, started by the first who asks.</summary>
    public sealed class Place : IAsyncDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private SshServer? _ssh;
        private FtpServer? _ftp;
        private SecretFile? _secret;
        private int _count;

        internal async Task<(string Home, Func<int?, bool, string> Settings)> OpenAsync(bool ssh)
        {
            await _turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                _ssh ??= ssh ? await Servers.SshAsync() : null;
                _ftp ??= ssh ? null : await Servers.FtpAsync(FtpServerKind.Plain);
                _secret ??= new SecretFile(FtpServer.Password);
            }
            finally
            {
                _turn.Release();
            }

            string folder = "s" + Interlocked.Increment(ref _count), home = Path.Combine(ssh ? _ssh!.Home : _ftp!.Home, folder);
            Directory.CreateDirectory(home);
            return (home, (port, known) => ssh
                ? Servers.Sftp(_ssh!, "home/" + folder, port, known ? null : _ssh!.StrangeKey, more: ",\"afterwards\":\"move\"")
                : $$"""{"kind":"Ftp","host":"127.0.0.1","port":{{port ?? _ftp!.Port}},"user":"{{(known ? FtpServer.User : "stranger")}}","password":"file:{{_secret!.Path}}","directory":"{{folder}}","afterwards":"move"}""");
        }

        public async ValueTask DisposeAsync()
        {
            _turn.Dispose();
            _secret?.Dispose();
            await (_ssh?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_ftp?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private sealed class Server((string Home, Func<int?, bool, string> Settings) place) : ScriptedSupplier
    {
        private readonly Directories _files = new();
        private IReadOnlyList<int> _numbers = [];
        private SupplierFault _fault;

        public override IPayloadDecoder Decoder { get; } = new CsvKind().Create("x", Decoded.Settings("""{"encoding":"utf-8","separator":","}"""));

        public override IReadOnlySet<SupplierFault> Faults { get; } = new HashSet<SupplierFault>
        {
            SupplierFault.Unreachable, SupplierFault.Unauthorised, SupplierFault.WrongType, SupplierFault.HugeField, SupplierFault.Repeated,
        };

        public override int Overlap => 0;

        public override ISource Open() => new FileDropKind(_files.Root, TimeProvider.System, NullLogger<FileDropKind>.Instance).Create("tax", Decoded.Settings(
            $$"""{"directory":"in","pattern":"*.csv","doneFile":"{stem}.ok","remote":{{place.Settings(_fault == SupplierFault.Unreachable ? 9 : null, _fault != SupplierFault.Unauthorised)}}}"""));

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
                    File.Delete(_files.In("in", Name(1))); // what was fetched of it is refused in the hub and put away
                    Write(1, Text(_numbers.Skip(20)));
                    break;
            }

            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
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
