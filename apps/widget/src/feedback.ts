import { blocksOf, plain } from "./blocks";
import type { Conversation } from "./conversation";
import type { Answer } from "./state";

/** Judge an answer; who does not find it helpful may say why. */
export async function rate(conversation: Conversation, answer: Answer, rating: 1 | -1, comment = ""): Promise<void> {
  const { api, say } = conversation;
  try {
    await api.rate({ message_id: answer.messageId, rating, ...(comment ? { comment } : {}) });
  } catch {
    conversation.tell(say("not_sent"));
    return;
  }
  conversation.change(answer, { rating, comment: rating < 0 && !comment ? "" : null });
  conversation.tell(say("rated"));
}

/** Copy an answer's words. */
export async function copy(conversation: Conversation, answer: Answer): Promise<void> {
  try {
    await navigator.clipboard.writeText(plain(blocksOf(answer)));
    conversation.change(answer, { copied: true });
  } catch {
    conversation.tell(conversation.say("not_sent"));
  }
}
