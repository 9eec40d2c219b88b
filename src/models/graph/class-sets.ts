/** Names of classes of data sets that many networks are trained on, in the order in which these count them. */

const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll("_", " "));

/** Source: https://www.cs.toronto.edu/~kriz/cifar.html. */
export const CIFAR10: readonly string[] = words("airplane automobile bird cat deer dog frog horse ship truck");

/** The fine labels, by the alphabet. Source: https://www.cs.toronto.edu/~kriz/cifar.html. */
export const CIFAR100: readonly string[] = words(`
apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock
cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion
lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy
porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper
table tank telephone television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm`);

/** Of MNIST, SVHN and their like. */
export const DIGITS: readonly string[] = words("0 1 2 3 4 5 6 7 8 9");

/** Source: https://github.com/zalandoresearch/fashion-mnist. */
export const FASHION: readonly string[] = words(
  "T-shirt/top trouser pullover dress coat sandal shirt sneaker bag ankle_boot",
);
