using System.Globalization;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>Files of ten records each in a watched directory.</summary>
public abstract class FileDropConformance : SourceConformance
{
    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) =>
        fault == SupplierFault.Unreachable ? [FailureKind.Config] : base.KindsOf(fault);

    public sealed class Csv : FileDropConformance;

    public sealed class FixedWidth : FileDropConformance;

    public sealed class Json : FileDropConformance;

    public sealed class JsonLines : FileDropConformance;

    public sealed class Xml : FileDropConformance;

    public sealed class Excel : FileDropConformance;

    public sealed class OldExcel : FileDropConformance;

    public sealed class Zip : FileDropConformance;

    public sealed class GZip : FileDropConformance;

    /// <summary>The format is the class's name.</summary>
    protected override Task<ScriptedSupplier> StartAsync() => Task.FromResult<ScriptedSupplier>(new Inbox(GetType().Name));

    private sealed class Inbox : ScriptedSupplier
    {
        private readonly Directories _files = new();
        private readonly TestClock _clock = new();
        private readonly ServiceProvider _services;
        private readonly Func<string[][], byte[]> _write;
        private IReadOnlyList<int> _numbers = [];

        public Inbox(string format)
        {
            (string kind, string settings, _write) = FormatWriter.All[format];
            _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddConnectors(_files.Root).BuildServiceProvider();
            Decoder = _services.GetServices<IKind<IPayloadDecoder>>().Single(k => k.Name == kind).Create("x", Decoded.Settings(settings));
            Faults = new HashSet<SupplierFault>(FormatWriter.Lines.Contains(format) ? [] : [SupplierFault.Cut, SupplierFault.WrongType])
            {
                SupplierFault.Unreachable, SupplierFault.HugeField, SupplierFault.Repeated, SupplierFault.Slow,
            };
        }

        public override IPayloadDecoder Decoder { get; }

        /// <summary>Of text in lines each is a record of its own: a cut file has one bad line at most, a picture nothing but bad lines.</summary>
        public override IReadOnlySet<SupplierFault> Faults { get; }

        public override int Overlap => 0;

        public override ISource Open() => new FileDropKind(_files.Root, _clock, NullLogger<FileDropKind>.Instance)
            .Create("tax", Decoded.Settings($$"""{"directory":"{{_files.In("in")}}","pattern":"*.data"}"""));

        public override Task HoldAsync(IReadOnlyList<int> numbers)
        {
            _numbers = numbers;
            Directory.CreateDirectory(_files.In("in"));
            int size = Math.Max(10, numbers.Count / 20);
            for (int i = 0; i < numbers.Count; i += size)
            {
                Write(i / size, Content(numbers.Skip(i).Take(size)));
            }

            return Task.CompletedTask;
        }

        public override Task BreakAsync(SupplierFault fault)
        {
            switch (fault)
            {
                case SupplierFault.None:
                    Directory.CreateDirectory(_files.In("in"));
                    foreach (int part in Enumerable.Range(0, (_numbers.Count + 9) / 10).Where(part => part == 1 || !File.Exists(_files.In("in", "done", Name(part)))))
                    {
                        Write(part, Content(_numbers.Skip(part * 10).Take(10)));
                    }

                    break;
                case SupplierFault.Unreachable:
                    Directory.Delete(_files.In("in"), recursive: true);
                    break;
                case SupplierFault.Cut:
                    Write(1, Content(_numbers.Skip(10).Take(10))[..40]);
                    break;
                case SupplierFault.WrongType:
                    Write(1, [0x89, .. "PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\0"u8]);
                    break;
                case SupplierFault.HugeField:
                    Write(1, _write([["10", new string('a', HugeBytes), "末尾"]]));
                    break;
                case SupplierFault.Repeated:
                    Write(9, Content(_numbers.Skip(10).Take(10)));
                    break;
                case SupplierFault.Slow:
                    Write(1, Content(_numbers.Skip(10).Take(10)), TimeSpan.Zero); // still being written, as far as anybody can tell
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
            }

            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _services.Dispose();
            _files.Dispose();
            return base.DisposeAsync();
        }

        private byte[] Content(IEnumerable<int> numbers) => _write([.. numbers.Select(n => new[] { n.ToString(CultureInfo.InvariantCulture), "甲公司", "末尾" })]);

        private static string Name(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:0000}.data");

        private void Write(int part, byte[] content, TimeSpan? age = null)
        {
            string path = _files.In("in", Name(part));
            File.WriteAllBytes(path, content);
            File.SetLastWriteTimeUtc(path, (_clock.GetUtcNow() - (age ?? TimeSpan.FromHours(1))).UtcDateTime);
        }
    }
}
