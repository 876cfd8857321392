using System.Text;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Makes record ids: SHA-256 of sender, dataset code and natural-key values in catalog order, joined by U+001F; an absent value counts as
/// empty. Not thread-safe. Source: platform protocol, section 3.
/// </summary>
internal sealed class RecordIdentity(string sender, DatasetPlan plan)
{
    private const byte Separator = 0x1F;

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes($"{sender}\u001F{plan.Definition.Code}");
    private readonly RepeatedHash _hash = new();
    private byte[] _buffer = new byte[1024];

    /// <summary>Sets the id when the key is whole; reports a key with nothing in it.</summary>
    public void Set(RecordDraft draft)
    {
        int end = _prefix.Length;
        _prefix.CopyTo(_buffer, 0);
        bool whole = true;
        bool filled = false;
        foreach (int[] entry in plan.Key)
        {
            int chosen = Choose(entry, draft);
            var value = draft.Values[chosen];
            whole &= !draft.IsFaulty(chosen);
            filled |= !value.IsEmpty;
            if (_buffer.Length - end <= value.Length)
            {
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, end + value.Length + 1));
            }

            _buffer[end++] = Separator;
            value.CopyTo(_buffer.AsSpan(end));
            end += value.Length;
        }

        if (!filled && whole)
        {
            string names = string.Join("、", plan.Key.SelectMany(entry => entry).Select(i => plan.Fields[i].Target.Name));
            draft.Report("key", plan.Definition.NaturalKey[0], $"{names}：识别记录所需的字段全部为空。请至少填写其中能识别该记录的字段。");
        }

        draft.Record.HasId = whole && filled;
        if (draft.Record.HasId)
        {
            Span<byte> hash = stackalloc byte[RepeatedHash.Bytes];
            _hash.Compute(_buffer.AsSpan(0, end), hash);
            draft.Record.Id = new RecordId(hash);
        }
    }

    private static int Choose(int[] entry, RecordDraft draft)
    {
        foreach (int ordinal in entry)
        {
            if (draft.Values.IsFilled(ordinal) || draft.IsFaulty(ordinal))
            {
                return ordinal;
            }
        }

        return entry[0];
    }
}
