using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>
/// Walks through concatenated documents to the array at the path and stops at each of its elements, holding no more than one element. Errors:
/// <see cref="ConnectorException"/> of kind Payload when a document is cut, is no JSON, or has no array at the path.
/// </summary>
internal sealed class JsonRecordReader(Stream input, JsonPath path)
{
    private const int MaxElement = 4 << 20;
    private const int MaxDepth = 64;
    private readonly Envelope _envelope = new(path);
    private byte[] _bytes = new byte[64 << 10];
    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth });
    private int _start;
    private int _end;
    private bool _ended;
    private bool _begun;

    /// <summary>The element found by <see cref="NextAsync"/>. Valid until its next call.</summary>
    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>False when all documents are read.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (!_begun)
        {
            await BeginAsync(ct).ConfigureAwait(false);
        }

        while (true)
        {
            if (Walk())
            {
                return true;
            }

            if (_ended)
            {
                return _envelope.Documents > 0 && !_envelope.InDocument ? false : throw Fault("文件中没有完整的JSON文档");
            }

            await FillAsync(ct).ConfigureAwait(false);
        }
    }

    private static ConnectorException Fault(string reason, Exception? inner = null) => new(FailureKind.Payload, reason, inner);

    private async Task BeginAsync(CancellationToken ct)
    {
        _begun = true;
        _end = await input.ReadAtLeastAsync(_bytes, 3, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        _ended = _end == 0;
        _start = _bytes.AsSpan(0, _end) is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            if (_bytes.Length >= 2 * MaxElement)
            {
                throw Fault("有一个元素超过4 MiB");
            }

            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        int read = await input.ReadAsync(_bytes.AsMemory(_end), ct).ConfigureAwait(false);
        _ended = read == 0;
        _end += read;
    }

    /// <summary>True at an element; false when more bytes are needed (or, at the end, when there are none).</summary>
    private bool Walk()
    {
        var json = new Utf8JsonReader(_bytes.AsSpan(_start, _end - _start), _ended, _state);
        try
        {
            while (true)
            {
                var before = json;
                if (!json.Read())
                {
                    Keep(json);
                    return false;
                }

                if (!_envelope.Take(ref json))
                {
                    continue;
                }

                int from = (int)json.TokenStartIndex;
                if (!json.TrySkip())
                {
                    Keep(before);
                    return false;
                }

                Record = _bytes.AsMemory(_start + from, (int)json.BytesConsumed - from);
                Keep(json);
                return true;
            }
        }
        catch (JsonException broken)
        {
            throw json.CurrentDepth >= MaxDepth - 1
                ? Fault($"JSON文档嵌套超过{MaxDepth}层，整份文件未接收", broken)
                : Fault($"JSON文档不完整或格式有误（第{broken.LineNumber + 1}行附近）", broken);
        }
    }

    private void Keep(in Utf8JsonReader json)
    {
        _start += (int)json.BytesConsumed;
        _state = json.CurrentState;
    }
}
