using System.Globalization;
using System.Text;
using CreditHub.Connectors.Decoders.Csv;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>Files of ten records each in a watched directory.</summary>
public abstract class FileDropConformance : SourceConformance
{
    protected override IReadOnlyList<FailureKind> KindsOf(SupplierFault fault) =>
        fault == SupplierFault.Unreachable ? [FailureKind.Config] : base.KindsOf(fault);

    public sealed class Csv : FileDropConformance
    {
        protected override Task<ScriptedSupplier> StartAsync() => Task.FromResult<ScriptedSupplier>(new Inbox(json: false));
    }

    public sealed class Json : FileDropConformance
    {
        protected override Task<ScriptedSupplier> StartAsync() => Task.FromResult<ScriptedSupplier>(new Inbox(json: true));
    }

    private sealed class Inbox(bool json) : ScriptedSupplier
    {
        private readonly Directories _files = new();
        private readonly TestClock _clock = new();
        private IReadOnlyList<int> _numbers = [];

        public override IPayloadDecoder Decoder { get; } = json
            ? new JsonKind().Create("x", Decoded.Settings("""{"records":"$.d"}"""))
            : new CsvKind().Create("x", Decoded.Settings("""{"encoding":"utf-8","separator":","}"""));

        public override IReadOnlySet<SupplierFault> Faults { get; } = json
            ? new HashSet<SupplierFault> { SupplierFault.Cut, SupplierFault.WrongType, SupplierFault.HugeField, SupplierFault.Repeated }
            : new HashSet<SupplierFault> { SupplierFault.Unreachable, SupplierFault.WrongType, SupplierFault.HugeField, SupplierFault.Repeated };

        public override int Overlap => 0;

        private string Extension => json ? "json" : "csv";

        public override ISource Open() => new FileDropKind(_files.Root, _clock, NullLogger<FileDropKind>.Instance)
            .Create("tax", Decoded.Settings($$"""{"directory":"{{_files.In("in")}}","pattern":"*.{{Extension}}"}"""));

        public override Task HoldAsync(IReadOnlyList<int> numbers)
        {
            _numbers = numbers;
            Directory.CreateDirectory(_files.In("in"));
            int size = Math.Max(10, numbers.Count / 20);
            for (int i = 0; i < numbers.Count; i += size)
            {
                Write(i / size, Text(numbers.Skip(i).Take(size)));
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
                        Write(part, Text(_numbers.Skip(part * 10).Take(10)));
                    }

                    break;
                case SupplierFault.Unreachable:
                    Directory.Delete(_files.In("in"), recursive: true);
                    break;
                case SupplierFault.Cut:
                    Write(1, Text(_numbers.Skip(10).Take(10))[..40]);
                    break;
                case SupplierFault.WrongType:
                    Write(1, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\0");
                    break;
                case SupplierFault.HugeField:
                    Write(1, Text([10]).Replace("甲", new string('a', HugeBytes), StringComparison.Ordinal));
                    break;
                case SupplierFault.Repeated:
                    Write(9, Text(_numbers.Skip(10).Take(10)));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
            }

            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _files.Dispose();
            return base.DisposeAsync();
        }

        private string Text(IEnumerable<int> numbers) => json
            ? $$"""{"d":[{{string.Join(',', numbers.Select(n => $$"""{"n":{{n}},"名称":"甲公司"}"""))}}]}"""
            : numbers.Aggregate(new StringBuilder("n,名称\r\n"), (text, n) => text.Append(n).Append(",甲公司\r\n")).ToString();

        private string Name(int part) => string.Create(CultureInfo.InvariantCulture, $"part-{part:0000}.{Extension}");

        private void Write(int part, string text) => _files.Write("in/" + Name(part), text, _clock.GetUtcNow() - TimeSpan.FromHours(1));
    }
}
