/** Whether the queue is shown beside the page. */
class Queue {
  open = $state(false);
}

export const queue = new Queue();
